import { expect, it } from 'vitest'
import { en } from '@/locales/en'
import { appCommand, KEYS, SCREENS } from './app-keys'

/** As a keyboard gives it: with Shift a digit's key is another character. */
const press = (key: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]) => ({
  key,
  code: key === '#' ? 'Digit3' : '',
  ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...Object.fromEntries(held.map((h) => [h, true])),
})

it.each([
  [press('3', 'ctrlKey'), false, { kind: 'screen', path: '/figures' }],
  [press(',', 'metaKey'), true, { kind: 'screen', path: '/settings' }],
  [press('k', 'ctrlKey'), true, { kind: 'palette' }],
  [press('?', 'shiftKey'), false, { kind: 'shortcuts' }],
  [press('?', 'shiftKey'), true, null],
  [press('F6'), true, { kind: 'region', step: 1 }],
  [press('F6', 'shiftKey'), false, { kind: 'region', step: -1 }],
  [press('#', 'ctrlKey', 'shiftKey'), false, { kind: 'screen', path: '/reports' }],
  [press('#', 'ctrlKey'), false, null],
  [press('K', 'ctrlKey', 'shiftKey'), false, null],
  [press('3', 'ctrlKey', 'altKey'), false, null],
  [press('3'), false, null],
  [press('k'), false, null],
])('a key on any screen: %o, typing %s', (key, isTyping, command) => expect(appCommand(key, isTyping)).toEqual(command))

it('the list of keys names each once a place, in words that exist', () => {
  const text = (key: string): unknown =>
    key.split('.').reduce<unknown>((at, k) => (at as Record<string, unknown>)[k], en)
  for (const { where, keys } of KEYS) {
    expect(text(where), where).toBeTypeOf('string')
    expect(new Set(keys.map(([key]) => key)).size, where).toBe(keys.length)
    for (const [, what] of keys) expect(text(what), what).toBeTypeOf('string')
  }
  expect(new Set(SCREENS.map((s) => s.key)).size).toBe(SCREENS.length)
})
