import { createRouter, createWebHashHistory } from 'vue-router'
import CompareView from '../views/CompareView.vue'
import DesignerView from '../views/DesignerView.vue'
import DoctorView from '../views/DoctorView.vue'
import FiguresView from '../views/FiguresView.vue'
import ModelsView from '../views/ModelsView.vue'
import RunView from '../views/RunView.vue'
import RunsView from '../views/RunsView.vue'
import SettingsView from '../views/SettingsView.vue'
import TasksView from '../views/TasksView.vue'

/** Every screen has an address, so that back, forward and copied links work. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/models' },
    { path: '/designer', name: 'designer', component: DesignerView },
    { path: '/runs', name: 'runs', component: RunsView },
    { path: '/runs/:run', name: 'run', component: RunView },
    { path: '/figures/:figure?', name: 'figures', component: FiguresView },
    { path: '/compare', name: 'compare', component: CompareView },
    { path: '/models', name: 'models', component: ModelsView },
    { path: '/tasks', name: 'tasks', component: TasksView },
    { path: '/doctor', name: 'doctor', component: DoctorView },
    { path: '/settings', name: 'settings', component: SettingsView },
    { path: '/:rest(.*)*', redirect: '/models' },
  ],
})
