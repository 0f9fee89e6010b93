import type { Bridge } from '@contract/bridge'

declare global {
  interface Window {
    /** Put there by the preload script in Electron; absent in a browser. */
    readonly atelier?: Bridge
  }
}
