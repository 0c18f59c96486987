import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/** Who may import whom; ARCHITECTURE.md tells why. */
const zones = [
  {
    target: './src-main/rendering',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./rendering', './contract'],
    message: 'Pictures are pure: page and command line draw the same.',
  },
  {
    target: './src-main/contract',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./contract'],
    message: 'The contract imports nothing.',
  },
  {
    target: './src-main/texts',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./texts', './contract'],
    message: 'Texts are pure: they know only the values of the contract.',
  },
  {
    target: './src-renderer',
    from: ['./src-main', './training'],
    except: ['./contract', './rendering', './texts'],
    message: 'The renderer sees the contract, the texts and the pictures’ pure code only.',
  },
  {
    target: './src-main/files',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./files', './contract'],
    message: 'How files are written knows only errors.',
  },
  {
    target: './src-main/formats',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./formats', './contract', './testing'],
    message: 'File formats know bytes and errors alone.',
  },
  {
    target: './src-main/pipeline',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./pipeline', './rendering', './formats', './contract', './texts', './files', './testing'],
    message: 'The pipeline knows no app: hand in what it needs.',
  },
  {
    target: './src-main/tags',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./tags', './formats', './files', './pipeline', './contract', './texts', './testing'],
    message: 'The tag writer uses the pipeline’s decoder and the contract.',
  },
  {
    target: './src-main/library',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./library', './contract', './texts', './files', './tags', './testing'],
    message: 'The library stores; it starts nothing.',
  },
  {
    target: './src-main/app',
    from: ['./src-main', './src-renderer', './training'],
    except: ['./app', './library', './tags', './contract', './texts', './files', './workers', './testing'],
    message: 'The app core reaches the pipeline through worker processes.',
  },
  {
    target: './src-main/cli',
    from: ['./src-main/shell', './src-main/app', './src-main/preload', './src-renderer'],
    message: 'The command line has no windows.',
  },
  {
    target: './training',
    from: ['./src-main', './src-renderer'],
    except: ['./pipeline/features', './pipeline/probabilities', './contract', './texts'],
    message: 'Training runs anywhere and sees what the analysis sees; runtime/ connects it to decoder and runtime.',
  },
];
const trainingCommandLine = {
  target: './training/runtime',
  from: ['./src-main', './src-renderer'],
  except: ['./pipeline', './contract', './texts', './files'],
  message: 'Only the pipeline, the contract, the texts and files.',
};

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
  { ignores: ['out/', 'node_modules/', 'release/', '.evc.mjs', 'src-renderer/dev.*'] },
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
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
    },
  },
  {
    files: ['training/{runtime,shipped}/**'],
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: [trainingCommandLine] }],
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
    ignores: ['**/*.test.ts', 'src-renderer/api/fake-*', 'src-renderer/dev.*'],
    rules: { 'no-restricted-syntax': ['error', ...writtenTexts] },
  },
  // Components import one another only downwards; the cycle check cannot parse them.
  { files: ['**/*.svelte', 'src-renderer/**/*.ts'], rules: { 'import-x/no-cycle': 'off' } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  {
    files: ['*.config.ts', 'eslint.config.js', 'e2e/*.config.ts', '**/*.d.ts', '**/*.svelte'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  { files: ['**/*.svelte', '**/*.mjs', 'src-main/pipeline/features/fft.ts'], rules: { 'max-params': 'off' } },
);
