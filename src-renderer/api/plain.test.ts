import { expect, it } from 'vitest'
import { reactive, ref } from 'vue'
import { plain } from './plain'

it('takes proxies away at every depth, and nothing else', () => {
  const held = ref([{ name: 'a', values: [1, NaN], nothing: undefined }])
  const sent = {
    held: held.value,
    floats: Float32Array.of(1, 2),
    none: null,
    deep: reactive({ list: [reactive({ x: 1 })] }),
  }
  expect(() => structuredClone(sent)).toThrowError()
  expect(structuredClone(plain(sent))).toStrictEqual({
    held: [{ name: 'a', values: [1, NaN], nothing: undefined }],
    floats: Float32Array.of(1, 2),
    none: null,
    deep: { list: [{ x: 1 }] },
  })
})
