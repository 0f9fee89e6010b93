import 'vuetify/styles/core'
import { createVuetify } from 'vuetify'
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg'

/**
 * Vuetify in the density of the design. Its own theme is off: it would write a style element, which the page's content
 * security policy denies; styles/palette.css sets the same variables.
 */
export const vuetify = createVuetify({
  theme: false,
  icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
  defaults: {
    global: { ripple: false, elevation: 0 },
    VBtn: { variant: 'outlined', density: 'default', elevation: 0 },
    VBtnToggle: { mandatory: true, density: 'compact', VBtn: { variant: 'text' } },
    VTextField: { variant: 'outlined', density: 'compact', hideDetails: 'auto' },
    VTextarea: { variant: 'outlined', density: 'compact', hideDetails: 'auto' },
    VSelect: { variant: 'outlined', density: 'compact', hideDetails: true },
    VCheckbox: { density: 'compact', hideDetails: true },
    VSwitch: { density: 'compact', hideDetails: true, inset: true },
    VSlider: { density: 'compact', hideDetails: true, trackSize: 3, thumbSize: 16 },
    VRangeSlider: { density: 'compact', hideDetails: true, trackSize: 3, thumbSize: 16 },
    VList: { density: 'compact' },
    VDialog: { maxWidth: 560 },
    VTooltip: { openDelay: 400 },
    VMenu: { offset: 4 },
  },
})
