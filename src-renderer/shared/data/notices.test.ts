import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { nStored } from '@/api/stored'
import { LabError } from '@contract/errors'
import { useNotices } from './notices'

beforeEach(() => setActivePinia(createPinia()))
const texts = (list: readonly { readonly text: string }[]): readonly string[] => list.map((n) => n.text)

it('what went wrong on a screen is not said on the next, a fault of the program neither', () => {
  const notices = useNotices()
  notices.fail(new LabError('host.usage', 'no such file'))
  notices.fail(new Error('a fault of the program'))
  notices.say('saved')
  expect(texts(notices.passing)).toEqual(['a fault of the program', 'saved'])
  notices.leaveScreen()
  expect(texts(notices.passing)).toEqual(['saved'])
})

it('that nothing can be stored is told on every screen, in its own place, until something is stored', async () => {
  const notices = useNotices()
  notices.fail(new LabError('store.full', 'the disk is full'))
  notices.leaveScreen()
  notices.leaveLanguage()
  expect(texts(notices.standing)).toEqual(['the disk is full'])
  expect(notices.passing).toEqual([])
  nStored.value++
  await nextTick()
  expect(notices.standing).toEqual([])
})

it('what was said in another language leaves with it; what can be undone, and errors, which are told anew, stay', () => {
  const notices = useNotices()
  notices.fail(new Error('an error'))
  notices.say('deleted', () => undefined)
  notices.leaveLanguage()
  expect(texts(notices.passing)).toEqual(['an error', 'deleted'])
  notices.say('saved')
  notices.leaveLanguage()
  expect(texts(notices.passing)).toEqual(['deleted'])
})
