import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** The width and height of an element, followed. */
export function useSize(element: Ref<HTMLElement | null | undefined>): {
  readonly width: Ref<number>
  readonly height: Ref<number>
} {
  const width = ref(0)
  const height = ref(0)
  const observer = new ResizeObserver(([entry]) => {
    width.value = Math.floor(entry?.contentRect.width ?? 0)
    height.value = Math.floor(entry?.contentRect.height ?? 0)
  })
  onMounted(() => {
    if (element.value) observer.observe(element.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  return { width, height }
}
