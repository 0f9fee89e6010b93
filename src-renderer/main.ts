import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { connect } from './api/bridge'
import { i18n } from './plugins/i18n'
import { vuetify } from './plugins/vuetify'
import { router } from './router'
import './styles/base.css'
import './styles/vuetify.css'

async function start(): Promise<void> {
  await connect()
  createApp(App).use(createPinia()).use(i18n).use(vuetify).use(router).mount('#app')
}

start().catch((error: unknown) => {
  document.body.textContent = error instanceof Error ? error.message : String(error)
})
