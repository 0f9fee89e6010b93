import { computed, shallowRef, type Ref } from 'vue'
import { cell } from '@/shared/schedule/items'
import type { Drawing } from '@/shared/strip/geometry/drawing'
import { extended } from './schedule/cursor'
import { insert, moveBeside, moveTo } from './schedule/moving'
import { inOrder, itemById } from './schedule/place'
import {
  cellsIn,
  nearestGap,
  placeAt,
  rectangle,
  targetAt,
  type Point,
  type Rectangle,
  type Target,
} from './schedule/pointing'
import type { Editor } from './use-editor'

const DRAG_FROM_PX = 4

/** A press that may become a drag of items, or, from open ground, a selection by a rectangle. */
interface Press extends Point {
  /** null on open ground */
  readonly ids: readonly string[] | null
  readonly moved: boolean
}

const isAdding = (event: MouseEvent): boolean => event.ctrlKey || event.metaKey

/** Pointing on the canvas: selecting, dragging items, dropping layers of the model. */
export function useCanvasPointer(
  editor: Editor,
  canvas: {
    readonly ground: Ref<HTMLElement | null>
    readonly drawing: Ref<Drawing>
    /** Where the drawing stands on the ground. */
    readonly origin: Ref<Point>
    readonly layers: () => readonly number[] | null
  },
) {
  const { ground, drawing, origin } = canvas
  const press = shallowRef<Press | null>(null)
  const target = shallowRef<Target | null>(null)
  const marquee = shallowRef<Rectangle | null>(null)
  const isDragging = computed(() => press.value?.moved === true)
  const isDraggingItems = computed(() => isDragging.value && press.value?.ids !== null)

  function pointOf(event: MouseEvent): Point {
    const box = ground.value?.getBoundingClientRect()
    return { x: event.clientX - (box?.left ?? 0) - origin.value.x, y: event.clientY - (box?.top ?? 0) - origin.value.y }
  }

  function down(event: PointerEvent): void {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button, .loop-count'))) return
    ground.value?.focus({ preventScroll: true })
    if (!editor.isValid.value) return
    const point = pointOf(event)
    const place = placeAt(drawing.value, point)
    if (place) {
      selectAt(event, place)
      if (place.index >= 0) editor.caret.value = { parent: place.parent, index: place.index + 1 }
    } else if (!event.shiftKey) {
      editor.select([])
      const gap = nearestGap(drawing.value, point)
      if (gap) editor.caret.value = { parent: gap.parent, index: gap.index }
    }
    press.value = { ...point, ids: place ? [...editor.selected.value] : null, moved: false }
    ground.value?.setPointerCapture(event.pointerId)
  }

  /** Shift extends the selection within a branch, Ctrl adds and takes away, else one item is selected. */
  function selectAt(event: MouseEvent, place: Drawing['places'][number]): void {
    const { anchor, selected } = editor
    const range = event.shiftKey && anchor.value !== null ? extended(editor.items.value, anchor.value, place) : null
    if (range) editor.take(range)
    else if (isAdding(event)) {
      const next = new Set(selected.value)
      if (!next.delete(place.id)) next.add(place.id)
      editor.select(next, place.id)
    } else if (selected.value.has(place.id)) editor.focused.value = place.id
    else editor.selectOne(place.id)
  }

  /** What is pointed at is selected before a menu on it opens, unless it is part of the selection. */
  function selectForMenu(event: MouseEvent): void {
    ground.value?.focus({ preventScroll: true })
    const place = placeAt(drawing.value, pointOf(event))
    if (place && !editor.selected.value.has(place.id)) editor.selectOne(place.id)
  }

  function move(event: PointerEvent): void {
    const start = press.value
    if (!start) return
    const point = pointOf(event)
    if (!start.moved && Math.hypot(point.x - start.x, point.y - start.y) < DRAG_FROM_PX) return
    press.value = { ...start, moved: true }
    if (start.ids) target.value = targetAt(drawing.value, editor.items.value, editor.selected.value, point)
    else {
      marquee.value = rectangle(start, point)
      editor.select(cellsIn(drawing.value, editor.items.value, marquee.value))
    }
  }

  function up(event: PointerEvent): void {
    const start = press.value
    const focused = editor.focused.value
    if (start?.ids) {
      if (start.moved && target.value) drop(target.value, isAdding(event))
      // a click on one of several, that was no drag, selects it alone
      else if (!start.moved && start.ids.length > 1 && focused !== null && !event.shiftKey && !isAdding(event))
        editor.selectOne(focused)
    }
    cancel()
  }
  function cancel(): void {
    press.value = null
    target.value = null
    marquee.value = null
  }

  function drop(to: Target, copy: boolean): void {
    const items = editor.items.value
    const moved = inOrder(items, [...editor.selected.value])
    switch (to.kind) {
      case 'outside':
        return editor.act('remove')
      case 'gap':
        return editor.apply(moveTo(items, moved, to.gap, copy), copy ? 'step.copy' : 'step.move', {
          n: editor.selected.value.size,
        })
      case 'beside':
        return editor.apply(moveBeside(items, moved, to.place.id, to.above, copy), 'step.branch')
    }
  }

  function doubleClick(event: MouseEvent): void {
    const place = placeAt(drawing.value, pointOf(event))
    if (place && itemById(editor.items.value, place.id)?.kind === 'cell') editor.addTimes(place.id, 1)
  }

  // --- layers dragged from the model's row
  function dragOver(event: DragEvent): void {
    if (!canvas.layers() || !editor.isValid.value) return
    event.preventDefault()
    target.value = targetAt(drawing.value, editor.items.value, editor.selected.value, pointOf(event))
  }
  function dragLeave(): void {
    target.value = null
  }
  function dropLayers(event: DragEvent): void {
    const [layers, to] = [canvas.layers(), target.value]
    target.value = null
    if (!layers || !to || to.kind === 'outside') return
    event.preventDefault()
    if (to.kind === 'gap') return editor.insertLayers(layers, to.gap)
    const items = editor.items.value
    const placed = insert(items, { parent: null, index: items.length }, layers.map(cell))
    editor.apply(moveBeside(placed.items, placed.selected, to.place.id, to.above), 'step.branch')
  }

  return {
    ...{ target, marquee, isDragging, isDraggingItems },
    ...{ down, move, up, cancel, doubleClick, selectForMenu, dragOver, dragLeave, dropLayers },
    isPressed: computed(() => press.value !== null),
  }
}
