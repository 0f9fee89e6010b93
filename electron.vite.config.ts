import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import vuetify from 'vite-plugin-vuetify'
import { rendererAlias } from './build/setup/renderer-alias.ts'

const root = import.meta.dirname

export default defineConfig({
  main: {
    build: {
      // native modules, Python and HarfBuzz stay outside the bundle: they are the only dependencies that are not development ones
      externalizeDeps: { include: ['better-sqlite3', 'onnxruntime-node', 'pyodide', 'subset-font', 'tokenizers'] },
      rolldownOptions: {
        input: {
          index: resolve(root, 'src-main/index.ts'),
          cli: resolve(root, 'src-main/hosts/cli/main.ts'),
          engine: resolve(root, 'src-main/hosts/engine-process.ts'),
          python: resolve(root, 'src-main/python/worker.ts'),
          'python-packages': resolve(root, 'src-main/hosts/fetch-python-packages.ts'),
          bench: resolve(root, 'build/bench/bench.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      // a sandboxed preload is one CommonJS file
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(root, 'src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src-renderer'),
    resolve: { alias: rendererAlias(root) },
    plugins: [vue(), vuetify({ autoImport: true })],
    define: {
      __VUE_I18N_FULL_INSTALL__: false,
      __VUE_I18N_LEGACY_API__: false,
      __INTLIFY_DROP_MESSAGE_COMPILER__: false,
    },
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      // as files: the page takes no font from a data address
      assetsInlineLimit: 0,
      // the pieces with ECharts and with the PDF writer's fonts are read from the disk, never over a network
      chunkSizeWarningLimit: 2500,
      rolldownOptions: { input: { index: resolve(root, 'src-renderer/index.html') } },
    },
  },
})
