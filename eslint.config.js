import { defineConfig, globalIgnores } from 'eslint/config'
import prettier from 'eslint-config-prettier/flat'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/**
 * Who may import whom (the map is in CONTRIBUTING.md; cycles: .dependency-cruiser.cjs). Each folder lists what it must not reach; a path counts by
 * the folder names in it.
 */
const NATIVE = { runtime: 'onnxruntime-node', sqlite: 'better-sqlite3' }
/** The floors of src-main, from the ground up: a folder may use its own and those that are listed, never one above. */
const ALLOWED = {
  system: ['system'],
  metrics: ['metrics', 'system'],
  training: ['training', 'system'],
  engine: ['engine', 'metrics', 'system'],
  store: ['store', 'metrics', 'system'],
  models: ['models', 'engine', 'system'],
  python: ['python', 'system'],
  tasks: ['tasks', 'python', 'system'],
  experiments: ['experiments', 'engine', 'metrics', 'system'],
  home: ['home', 'store', 'engine', 'system'],
  library: ['library', 'home', 'store', 'models', 'tasks', 'experiments', 'engine', 'system'],
  machine: ['machine', 'home', 'store', 'engine', 'system'],
  executors: ['executors', 'experiments', 'engine', 'metrics', 'system'],
  runs: [
    ...['runs', 'executors', 'library', 'machine', 'home', 'store', 'models', 'tasks', 'experiments', 'engine'],
    ...['metrics', 'training', 'system'],
  ],
  ipc: ['ipc', 'runs', 'executors', 'library', 'machine', 'home', 'store', 'system'],
  hosts: [
    'hosts',
    'ipc',
    'runs',
    'executors',
    'library',
    'machine',
    'home',
    'store',
    'experiments',
    'engine',
    'python',
    'system',
  ],
  app: ['app', 'ipc', 'machine', 'home', 'engine', 'system'],
}
const SRC_MAIN = Object.keys(ALLOWED)

function forbid(folder, allowed) {
  const patterns = SRC_MAIN.filter((f) => !allowed.includes(f)).map((f) => ({
    regex: `^(\\.{1,2}/)+(src-main/)?${f}(/|$)`,
    message: `${folder} must not import ${f}`,
  }))
  patterns.push({ regex: 'src-renderer', message: 'the Node side must not import the renderer' })
  if (folder !== 'executors' && folder !== 'hosts')
    patterns.push({ regex: '/executors/(?!executor$)', message: 'an executor is known by its port; a host makes one' })
  if (folder !== 'app' && folder !== 'ipc')
    patterns.push({ regex: '^electron(/|$)', message: 'electron is imported in app/ and ipc/ only' })
  patterns.push({ regex: `^${NATIVE.runtime}(/|$)`, message: 'onnxruntime-node is imported in engine/runtime/ only' })
  if (folder !== 'store')
    patterns.push({ regex: `^${NATIVE.sqlite}(/|$)`, message: 'better-sqlite3 is imported in store/ only' })
  return patterns
}

/**
 * The floors of src-renderer: shell and router, features, shared, api, the bridge. A screen's insides are its own; what several use is in shared/.
 * Where a screen is made of another's piece, its row names the files that it may take. Rows take from those above them only.
 */
const SCREENS = {
  'figures/definitions': [],
  editor: [],
  designer: ['figures/(catalogue|figure-of|definitions/.+)', 'editor/FreeEditor\\.vue'],
  figures: ['designer/use-presets'],
  runs: ['figures/(catalogue|figure-of|definitions/.+)'],
  compare: [],
  reports: [],
  models: ['designer/first-look'],
  tasks: [],
  settings: [],
}
const BROWSER = [
  { regex: 'src-main', message: 'the renderer reaches the Node side through api/ only' },
  { regex: '^(node:|electron)', message: 'the renderer runs in a browser' },
]
/** Types are gone when the code runs. */
const PURE = [
  {
    regex:
      '^(vue|vue-i18n|vue-router|vue-echarts|pinia|vuetify|@vueuse/.+)$|\\.vue$|/use-[^/]+$|-store$|^@/shared/data/',
    allowTypeImports: true,
    message: 'what is not a component, use-*.ts or *-store.ts holds no Vue',
  },
]
const NO_API = { regex: '(^@|\\.)/api/', message: 'stores speak to the host' }
const ALIASED = { regex: '^\\.\\./', message: 'from another folder by @/' }
const NO_SHELL = {
  regex: '^@/(shell/|router|App|main)',
  message: 'screens and shared parts do not know the house around them',
}

/** The rules of a folder of the renderer, and those of its stores, which alone may speak to the host. */
function floor(folder, stores, pattern) {
  const all = [...BROWSER, ALIASED, NO_SHELL, pattern]
  return [
    { files: [`src-renderer/${folder}/**/*.{ts,vue}`], rules: restricted([...all, NO_API]) },
    { files: stores, rules: restricted(all) },
  ]
}
function screen(folder) {
  const own = folder.includes('/') ? `${folder}/` : `${folder}/(?!definitions/)`
  const open = [own, ...(folder === 'figures' ? ['figures/definitions/'] : []), ...SCREENS[folder].map((f) => `${f}$`)]
  return floor(`features/${folder}`, [`src-renderer/features/${folder}/*-store.ts`], {
    regex: `^@/features/(?!${open.join('|')})`,
    message: `${folder} does not use the insides of that screen`,
  })
}

// without vue-tsc a .vue import has no type; vue-tsc checks what these would
const VUE_TYPES = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map((r) => [
    `@typescript-eslint/no-unsafe-${r}`,
    'off',
  ]),
)
const restricted = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'node_modules/', 'build/bench/results/', '**/*.js', '**/*.mjs', '**/*.cjs']),
  ...tseslint.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  // how text is laid out is prettier's
  prettier,
  {
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.vue'] } },
    rules: {
      '@typescript-eslint/explicit-function-return-type': [
        'error',
        { allowExpressions: true, allowTypedFunctionExpressions: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNever: true, allowNullish: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: VUE_TYPES,
  },
  ...Object.entries(ALLOWED).map(([folder, allowed]) => ({
    files: [`src-main/${folder}/**/*.ts`],
    rules: restricted(forbid(folder, allowed)),
  })),
  // the runtime's own folder, and the entries that put processes together
  {
    files: ['src-main/engine/runtime/**/*.ts'],
    rules: restricted(forbid('engine', ALLOWED.engine).filter((p) => !p.regex.includes(NATIVE.runtime))),
  },
  { files: ['src-main/hosts/engine-process.ts'], rules: restricted(forbid('hosts', ['hosts', 'engine', 'models'])) },
  {
    files: ['src-main/hosts/spawn-node-engine.ts'],
    rules: restricted(forbid('hosts', ['hosts', 'engine', 'system'])),
  },
  {
    files: ['src-preload/contract/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: restricted([
      { regex: '^(?!\\.{1,2}/|zod$|cborg$)', message: 'the contract imports only zod, and cborg for the wire' },
      { regex: 'src-main|src-renderer|(\\.\\./){3,}', message: 'the contract imports no other side' },
    ]),
  },
  { files: ['src-renderer/**/*.{ts,vue}'], rules: restricted(BROWSER) },
  ...floor('shared', ['src-renderer/shared/data/*.ts', 'src-renderer/shared/**/*-store.ts'], {
    regex: '^@/features/',
    message: 'features use shared parts, never the other way round',
  }),
  // from the general to the special: the later of two that fit a file decides
  ...Object.keys(SCREENS).toReversed().flatMap(screen),
  {
    files: ['src-renderer/{features,shared,theme}/**/*.ts'],
    ignores: ['**/use-*.ts', '**/*-store.ts', 'src-renderer/shared/data/*.ts', 'src-renderer/theme/vuetify.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: PURE }] },
  },
  {
    files: ['src-renderer/{theme,locales}/**/*.ts'],
    rules: restricted([
      ...BROWSER,
      { regex: '^@/(?!theme/|locales/)', message: 'theme and locales stand below all else' },
    ]),
  },
  {
    files: ['src-renderer/api/**/*.ts'],
    rules: restricted([...BROWSER, { regex: '^@/(?!api/)', message: 'api knows the bridge and the contract only' }]),
  },
  { files: ['src-renderer/*.ts'], rules: VUE_TYPES },
  // what a composable gives is best read from its last line
  { files: ['src-renderer/**/use-*.ts'], rules: { '@typescript-eslint/explicit-function-return-type': 'off' } },
  {
    files: ['src-*/**/*.test.ts'],
    rules: { 'no-restricted-imports': 'off', '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/explicit-function-return-type': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
