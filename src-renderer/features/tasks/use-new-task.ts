import { computed, ref, shallowRef, watch } from 'vue'
import type { LabError } from '@contract/errors'
import {
  offeredContext,
  type DocumentFile,
  type OwnTask,
  type OwnTaskCheck,
  type OwnTaskKind,
} from '@contract/own-task'
import { useLatest } from '@/shared/composables/use-latest'
import { labErrorOf } from '@/shared/data/lab-error-of'
import { useModels } from '@/shared/data/models'
import { useTasks } from '@/shared/data/tasks'
import { roleOf, withRole, type GivenRole } from './column-roles'

/**
 * A task that is being made of a file: what is chosen, and what the host says of it. One that follows others of a queue
 * begins with the roles of the one that was saved last, where its columns are the same.
 */
export function useNewTask(path: () => string | null, isFurther: () => boolean) {
  const [models, tasks] = [useModels(), useTasks()]
  const file = shallowRef<DocumentFile | null>(null)
  const task = shallowRef<OwnTask | null>(null)
  const check = shallowRef<OwnTaskCheck | null>(null)
  const unreadable = shallowRef<LabError | null>(null)
  const missing = shallowRef<LabError | null>(null)
  const name = ref('')
  let before: { readonly columns: readonly string[]; readonly task: OwnTask } | null = null
  const [opening, checking] = [useLatest(), useLatest()]

  watch(
    path,
    (at) => {
      // on another screen, or back on this one: what was begun is still there
      if (at === null || at === file.value?.path) return
      ;[file.value, task.value, check.value, unreadable.value] = [null, null, null, null]
      if (!isFurther()) before = null
      void opening.ask(
        () => tasks.open(at),
        (opened) => {
          file.value = opened
          task.value =
            before && areEqual(before.columns, opened.columns)
              ? { ...before.task, path: opened.path, leaveOut: false }
              : opened.guess
          name.value = opened.name
        },
        (cause) => (unreadable.value = labErrorOf(cause)),
      )
    },
    { immediate: true },
  )
  watch([task, () => models.current?.name ?? null], ([now, model]) => {
    if (!now) return
    void checking.ask(
      () => tasks.check(now, model),
      (told) => ([check.value, missing.value] = [told, null]),
      (cause) => ([check.value, missing.value] = [null, labErrorOf(cause)]),
    )
  })

  const change = (patch: Partial<OwnTask>): void => {
    if (task.value) task.value = { ...task.value, ...patch }
  }
  function setKind(kind: OwnTaskKind): void {
    if (!task.value || !file.value) return
    const before = task.value
    const columns = file.value.columns.filter((c) => roleOf(before, c).is === 'context')
    const isOffered = before.context === offeredContext(columns, before.kind)
    change({ kind, ...(isOffered ? { context: offeredContext(columns, kind) } : {}) })
  }
  function give(column: string, role: GivenRole): void {
    if (!task.value || !file.value) return
    const { columns, rows } = file.value
    task.value = withRole(task.value, columns, column, role, rows[0]?.[columns.indexOf(column)] ?? '')
  }

  /** Whether a task of one's own has this name: it is replaced then. */
  const replaces = computed(() => tasks.tasks.some((x) => x.origin === 'own' && x.task === name.value))
  const canSave = computed(
    () =>
      name.value !== '' &&
      check.value !== null &&
      check.value.nBad < check.value.nRows &&
      (check.value.nBad === 0 || task.value?.leaveOut === true),
  )
  async function save(): Promise<number | undefined> {
    if (!task.value || !canSave.value) return undefined
    const [from, made] = [file.value, task.value]
    // pressed twice, it is saved once
    task.value = null
    try {
      const nDocs = await tasks.save(made, name.value, replaces.value)
      before = from && { columns: from.columns, task: made }
      file.value = null
      return nDocs
    } catch (cause) {
      task.value = made
      throw cause
    }
  }

  return {
    file,
    task,
    check,
    unreadable,
    missing,
    name,
    isChecking: checking.isAsking,
    change,
    setKind,
    give,
    replaces,
    canSave,
    save,
  }
}

const areEqual = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted())
