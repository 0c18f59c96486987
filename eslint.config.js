import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/**
 * Folder → what it may import besides itself and packages; ARCHITECTURE.md says what they hold. A folder's row replaces those of the
 * folders around it. Tests may import anything.
 */
const MAY_IMPORT = {
  'src-main/contract': [],
  'src-main/texts': ['src-main/contract'],
  'src-main/rendering': ['src-main/contract'],
  'src-main/channel': ['src-main/contract'],
  'src-main/files': ['src-main/contract'],
  'src-main/download': ['contract', 'files'].map(inMain),
  'src-main/formats': ['src-main/contract'],
  'src-main/pipeline': ['contract', 'files', 'formats', 'rendering', 'channel'].map(inMain),
  training: [
    'contract',
    'files/csv.ts',
    'formats/protobuf-fields.ts',
    'pipeline/features',
    'pipeline/probabilities',
  ].map(inMain),
  // Readers of files from outside; the networks do not know where weights come from.
  'training/weights': ['contract', 'formats/protobuf-fields.ts'].map(inMain),
  'training/runtime': ['training', ...['contract', 'texts', 'files', 'pipeline', 'channel'].map(inMain)],
  'training/shipped': ['training', ...['contract', 'texts', 'files', 'pipeline'].map(inMain)],
  'src-main/tags': ['contract', 'files', 'formats', 'pipeline'].map(inMain),
  'src-main/library': ['contract', 'texts', 'files', 'tags'].map(inMain),
  'src-main/use-cases/library': ['contract', 'texts', 'files', 'formats', 'tags', 'library'].map(inMain),
  'src-main/use-cases/training': ['training', ...['contract', 'texts', 'files', 'pipeline', 'library'].map(inMain)],
  'src-main/workers': [
    'training',
    ...['contract', 'channel', 'files', 'pipeline', 'tags', 'library', 'use-cases'].map(inMain),
  ],
  'src-main/app': [
    'contract',
    'texts',
    'channel',
    'files',
    'download',
    'tags',
    'library',
    'use-cases/library',
    'workers',
  ].map(inMain),
  'src-main/cli': [
    'training',
    ...[
      'contract',
      'texts',
      'files',
      'download',
      'rendering',
      'pipeline',
      'tags',
      'library',
      'use-cases',
      'workers',
      'setup/zip-archive.mjs',
    ].map(inMain),
  ],
  // The list of architectures is data, which the dialog shows.
  'src-main/shell': [
    'training/architectures',
    // The program has it built in, for what is new in a version.
    'CHANGELOG.md?raw',
    ...[
      'contract',
      'texts',
      'channel',
      'files',
      'download',
      'pipeline',
      'tags',
      'library',
      'use-cases/library',
      'app',
      'workers',
    ].map(inMain),
  ],
  'src-main/preload': ['src-main/contract'],
  'src-main/setup': [],
  'src-main/packaging': ['setup', 'files'].map(inMain),
  // The licences are shown.
  'src-renderer': ['LICENSE?raw', 'NOTICE?raw', ...['contract', 'texts', 'rendering'].map(inMain)],
};

function inMain(folder) {
  return `src-main/${folder}`;
}

const importRules = Object.entries(MAY_IMPORT).map(([folder, others]) => ({
  files: [`${folder}/**/*.{ts,svelte,mjs}`],
  ignores: ['**/*.test.ts', '**/testing/**'],
  rules: {
    'import-x/no-restricted-paths': [
      'error',
      {
        basePath: import.meta.dirname,
        zones: [
          {
            target: `./${folder}`,
            from: './',
            except: ['node_modules', 'package.json', folder, ...others].map((path) => `./${path}`),
            message: `${folder} may import only ${others.join(', ') || 'itself'}.`,
          },
        ],
      },
    ],
  },
}));

const electronOnlyInShell = { name: 'electron', message: 'Only shell/, preload/ and index.ts know Electron.' };
const onnxOnlyInSession = { name: 'onnxruntime-node', message: 'Only pipeline/model/session.ts runs ONNX Runtime.' };

/** Texts that people read come from src-main/texts, where a translation finds all of them. */
const readAttributes = '/^(aria-label|aria-valuetext|title|placeholder|label|hint|text|description|alt|verb|unit)$/';
const letters = 'value=/[A-Za-z]/';
const writtenTexts = [
  `:not(SvelteStyleElement, SvelteScriptElement) > SvelteText[${letters}]`,
  `SvelteAttribute[key.name=${readAttributes}] > SvelteLiteral[${letters}]`,
  ...['SvelteAttribute[key.name=' + readAttributes + ']', ':not(SvelteAttribute, SvelteStyleDirective)'].flatMap(
    (place) => [
      `${place} > SvelteMustacheTag > Literal[${letters}]`,
      `${place} > SvelteMustacheTag ConditionalExpression > Literal:not(.test)[${letters}]`,
      `${place} > SvelteMustacheTag LogicalExpression > Literal[${letters}]`,
      `${place} > SvelteMustacheTag TemplateElement[value.raw=/[A-Za-z]/]`,
    ],
  ),
  // Sentences anywhere in the page's code.
  'Literal[value=/^[A-Z“][A-Za-z’]* [A-Za-z“]/]',
  'TemplateElement[value.raw=/^[A-Z“][a-z’]* |[a-z]{2} [a-z]{2,} [a-z]{2}/]',
].map((selector) => ({ selector, message: 'Texts that people read belong to src-main/texts.' }));

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'release/', '.evc.mjs'] },
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte', '**/*.mjs', '**/*.js'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.mjs', '.svelte'] })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 18],
      'max-params': ['error', 6],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: [electronOnlyInShell, onnxOnlyInSession] }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
    },
  },
  ...importRules,
  {
    files: ['src-renderer/**/*.{ts,svelte}'],
    ignores: ['src-renderer/dev/**', '**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [electronOnlyInShell, onnxOnlyInSession],
          patterns: [
            { group: ['**/dev/**'], message: 'What is made up is for tests and development: it is not shipped.' },
          ],
        },
      ],
    },
  },
  {
    files: ['training/**/*.test.ts', 'training/testing/**'],
    rules: { 'import-x/no-restricted-paths': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: [
      'src-main/shell/**',
      'src-main/preload/**',
      'src-main/index.ts',
      'src-main/setup/default-app/**',
      'e2e/bench/wavesurfer-app/**',
    ],
    rules: { 'no-restricted-imports': ['error', { paths: [onnxOnlyInSession] }] },
  },
  {
    files: ['src-main/pipeline/model/session.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [electronOnlyInShell] }] },
  },
  { files: ['src-main/setup/**', 'e2e/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.test.ts', 'e2e/**'],
    rules: {
      'import-x/no-restricted-paths': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['src-renderer/**'],
    ignores: ['**/*.test.ts', 'src-renderer/dev/**'],
    rules: { 'no-restricted-syntax': ['error', ...writtenTexts] },
  },
  // Components import one another only downwards; the cycle check cannot parse them.
  { files: ['**/*.svelte', 'src-renderer/**/*.ts'], rules: { 'import-x/no-cycle': 'off' } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  {
    files: ['**/*.config.ts', 'eslint.config.js', '**/*.d.ts', '**/*.svelte'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  { files: ['**/*.svelte', '**/*.mjs', 'src-main/pipeline/features/fft.ts'], rules: { 'max-params': 'off' } },
);
