import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { connect } from './api/bridge'
import { i18n } from './locales/i18n'
import { vuetify } from './theme/vuetify'
import { router } from './router'
import './theme/base.css'
import './theme/vuetify.css'

async function start(): Promise<void> {
  await connect()
  createApp(App).use(createPinia()).use(i18n).use(vuetify).use(router).mount('#app')
}

start().catch((error: unknown) => {
  document.body.textContent = error instanceof Error ? error.message : String(error)
})
