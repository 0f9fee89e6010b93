import { shallowRef } from 'vue'

/** How often something was stored since the page was opened. */
export const nStored = shallowRef(0)
