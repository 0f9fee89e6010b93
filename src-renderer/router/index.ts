import { createRouter, createWebHashHistory } from 'vue-router'
import DesignerView from '../views/DesignerView.vue'
import ModelsView from '../views/ModelsView.vue'
import RunsView from '../views/RunsView.vue'

/** Every screen has an address, so that back, forward and copied links work. What draws charts is fetched when it is first opened. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/models' },
    { path: '/designer', name: 'designer', component: DesignerView },
    { path: '/runs', name: 'runs', component: RunsView },
    { path: '/runs/:run', name: 'run', component: () => import('../views/RunView.vue') },
    { path: '/figures/:figure?', name: 'figures', component: () => import('../views/FiguresView.vue') },
    { path: '/compare', name: 'compare', component: () => import('../views/CompareView.vue') },
    { path: '/models', name: 'models', component: ModelsView },
    { path: '/tasks', name: 'tasks', component: () => import('../views/TasksView.vue') },
    { path: '/doctor', name: 'doctor', component: () => import('../views/DoctorView.vue') },
    { path: '/settings', name: 'settings', component: () => import('../views/SettingsView.vue') },
    { path: '/:rest(.*)*', redirect: '/models' },
  ],
})
