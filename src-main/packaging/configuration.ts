import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { DESKTOP_FIELDS, desktopActions, OPENED_TYPES } from './linux-entry.ts';
import { MEDIA_TYPES } from './media-types.ts';
import { APP_ID, CATEGORIES, PACKAGES_FOLDER, PRODUCT, ROOT, SUMMARY } from './product.ts';
import { macSigning } from './signing.ts';

/** What a package is built from besides the sources. */
export interface Ingredients {
  /** An unpacked Electron; null: electron-builder fetches the official one. */
  readonly electron: { readonly folder: string; readonly version: string } | null;
  /** `owner/name` on GitHub, whose releases the app looks for updates in; null: it never looks. */
  readonly repository: string | null;
  /** Names of npm packages that come with those that the app needs, see `shipped-packages.ts`. */
  readonly needless: readonly string[];
  /** What the version brings, as plain text, for those who have an earlier one. */
  readonly releaseNotes: string;
  /** Icons, licences and other files that are made for the packages. */
  readonly made: string;
}

const PACKED = ['out/main/**', 'out/preload/**', 'out/renderer/**', 'package.json'];

/** Parts of npm packages that nothing asks for, or that another system would; `${…}` are electron-builder's. */
const LEFT_OUT = [
  '**/*.map',
  // For training the shipped models.
  'out/main/{train,table}.js',
  // Built into our own files.
  'node_modules/{zod,music-metadata,strtok3,token-types}/**',
  'node_modules/{file-type,uint8array-extras,ieee754,win-guid,media-typer,content-type,@borewit,@tokenizer}/**',
  'node_modules/onnxruntime-node/bin/napi-v6/!(${platform})/**',
  'node_modules/onnxruntime-node/bin/napi-v6/${platform}/!(${arch})/**',
  'node_modules/**/{*-musl,musl_*}/**',
  'node_modules/@ffmpeg/core/dist/esm/**',
  'node_modules/@fontsource/dejavu-sans/!(files|LICENSE|package.json)',
  'node_modules/@fontsource/dejavu-sans/files/!(dejavu-sans-latin-400-normal.woff2)',
  // Sources, for compiling.
  'node_modules/koffi/{doc,lib,src,vendor}/**',
  'node_modules/js-yaml/{bin,dist}/**',
];

/** Read by their paths, by code that does not know archives. */
const OUTSIDE_ARCHIVE = [
  'node_modules/@ffmpeg/core/**',
  'node_modules/ffmpeg-static/**',
  'node_modules/onnxruntime-node/bin/**',
];

/** The program serves as nothing but this app, whose code is what was packed (electronjs.org/docs/latest/tutorial/fuses). */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** How electron-builder makes the packages. */
export function builderConfiguration(ingredients: Ingredients): Configuration {
  const { electron, repository, needless, releaseNotes, made } = ingredients;
  const [owner, repo] = repository?.split('/') ?? [];
  return {
    appId: APP_ID,
    productName: PRODUCT.productName,
    copyright: `Copyright © ${PRODUCT.author}`,
    directories: { output: PACKAGES_FOLDER, buildResources: made },
    ...(electron && { electronDist: electron.folder, electronVersion: electron.version }),
    npmRebuild: false,
    asar: true,
    asarUnpack: OUTSIDE_ARCHIVE,
    files: [...PACKED, ...leftOut(needless).map((path) => `!${path}`)],
    extraResources: [
      { from: join(ROOT, 'resources', 'models'), to: 'models' },
      { from: join(made, 'licences'), to: 'licences' },
    ],
    electronLanguages: ['en-US', 'en'],
    electronFuses: FUSES,
    // The fallback Electron of the tests has an app in place of the default one.
    afterPack: ({ appOutDir }) => rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
    artifactName: '${name}-${version}-${os}-${arch}.${ext}',
    releaseInfo: { releaseNotes },
    publish: owner && repo ? { provider: 'github', owner, repo, releaseType: 'draft' } : null,
    fileAssociations: Object.entries(MEDIA_TYPES).map(([mimeType, ext]) => ({
      ext: [...ext],
      mimeType,
      name: `${ext[0]?.toUpperCase()} audio`,
      role: 'Editor',
      // The app is offered, and takes no file from the player that opened it.
      rank: 'Alternate',
    })),
    ...linux(),
    ...windows(),
    ...mac(made),
  };
}

function leftOut(needless: readonly string[]): string[] {
  return [...LEFT_OUT, `node_modules/{${needless.join(',')}}/**`];
}

function linux(): Configuration {
  return {
    linux: {
      executableName: PRODUCT.name,
      icon: 'icons',
      category: CATEGORIES.join(';'),
      synopsis: SUMMARY,
      description: PRODUCT.description,
      mimeTypes: [...OPENED_TYPES],
      // Of the AppImage, whose program has this name; other packages write their entries themselves.
      desktop: { entry: { ...DESKTOP_FIELDS }, desktopActions: desktopActions('AppRun') },
      extraFiles: [{ from: launcher('linux', PRODUCT.name), to: `bin/${PRODUCT.name}` }],
    },
  };
}

function windows(): Configuration {
  return {
    win: {
      icon: 'icon.ico',
      extraFiles: [{ from: launcher('windows', `${PRODUCT.name}.cmd`), to: `bin/${PRODUCT.name}.cmd` }],
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
      include: launcher('windows', 'installer.nsh'),
    },
  };
}

function mac(made: string): Configuration {
  return {
    mac: {
      icon: join(made, 'icon.icns'),
      category: 'public.app-category.music',
      ...macSigning(process.env),
      hardenedRuntime: true,
      entitlements: launcher('mac', 'entitlements.plist'),
      entitlementsInherit: launcher('mac', 'entitlements.plist'),
      extraResources: [{ from: launcher('mac', PRODUCT.name), to: `bin/${PRODUCT.name}` }],
      extendInfo: {
        CFBundleDocumentTypes: [
          {
            CFBundleTypeName: 'Folder',
            CFBundleTypeRole: 'Viewer',
            LSHandlerRank: 'Alternate',
            LSItemContentTypes: ['public.folder'],
          },
        ],
      },
    },
  };
}

function launcher(system: string, name: string): string {
  return join(ROOT, 'resources', 'package', system, name);
}
