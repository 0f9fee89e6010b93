import { createRouter, createWebHashHistory } from 'vue-router'
import DesignerView from './features/designer/DesignerView.vue'
import ModelsView from './features/models/ModelsView.vue'
import RunsView from './features/runs/RunsView.vue'

/** Every screen has an address, so that back, forward and copied links work. What draws charts is fetched when it is first opened. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/models' },
    { path: '/designer', name: 'designer', component: DesignerView },
    { path: '/runs', name: 'runs', component: RunsView },
    { path: '/runs/:run', name: 'run', component: () => import('./features/runs/RunView.vue') },
    { path: '/figures/:figure?', name: 'figures', component: () => import('./features/figures/FiguresView.vue') },
    { path: '/compare', name: 'compare', component: () => import('./features/compare/CompareView.vue') },
    { path: '/playground', name: 'playground', component: () => import('./features/playground/PlaygroundView.vue') },
    { path: '/reports/:report?', name: 'reports', component: () => import('./features/reports/ReportsView.vue') },
    { path: '/models', name: 'models', component: ModelsView },
    { path: '/tasks', name: 'tasks', component: () => import('./features/tasks/TasksView.vue') },
    { path: '/tasks/new', name: 'new-task', component: () => import('./features/tasks/NewTaskView.vue') },
    { path: '/doctor', name: 'doctor', component: () => import('./features/settings/DoctorView.vue') },
    { path: '/settings', name: 'settings', component: () => import('./features/settings/SettingsView.vue') },
    { path: '/:rest(.*)*', redirect: '/models' },
  ],
})
