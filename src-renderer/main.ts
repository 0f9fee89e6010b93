import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { connect } from './api/bridge'
import { i18n } from './locales/i18n'
import { vuetify } from './theme/vuetify'
import { router } from './router'
import '@fontsource/inter/400.css'
import '@fontsource/inter/500.css'
import '@fontsource/inter/600.css'
import '@fontsource/jetbrains-mono/400.css'
import '@fontsource/jetbrains-mono/500.css'
import './theme/base.css'
import './theme/parts.css'
import './theme/vuetify.css'
import './theme/vuetify-fields.css'

async function start(): Promise<void> {
  await connect()
  createApp(App).use(createPinia()).use(i18n).use(vuetify).use(router).mount('#app')
}

start().catch((error: unknown) => {
  document.body.textContent = error instanceof Error ? error.message : String(error)
})
