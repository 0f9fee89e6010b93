import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { connect } from './api/bridge'
import './styles/base.css'

async function start(): Promise<void> {
  await connect()
  createApp(App).use(createPinia()).mount('#app')
}

start().catch((error: unknown) => {
  document.body.textContent = error instanceof Error ? error.message : String(error)
})
