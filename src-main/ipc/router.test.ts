import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../test/support/tiny-model'
import { LabError } from '../../src-preload/contract/errors'
import { routes } from '../../src-preload/contract/routes'
import { openLab } from '../hosts/lab'
import { spawnNodeEngine } from '../hosts/spawn-node-engine'
import { createHandlers } from './create-handlers'
import type { HostAbilities } from './host-abilities'
import type { Lab } from './lab'
import { createRouter, type Handlers } from './router'

const abilities: HostAbilities = {
  host: 'browser',
  pick: async (kinds) => [`/picked/${kinds}`],
  chooseHome: () => undefined,
}
let lab: Lab
let handlers: Handlers
beforeAll(async () => {
  lab = await openLab(temporaryFolder('router'), spawnNodeEngine())
  handlers = createHandlers(lab, abilities)
})
afterAll(() => lab.close())

describe('the router', () => {
  it.each([['no.such'], ['__proto__'], ['toString'], [undefined], [7], [{ route: 'runs.list' }]])(
    'refuses the unknown request %s',
    async (route) =>
      expect(await createRouter(handlers)(route, {})).toMatchObject({
        ok: false,
        error: { code: 'host.unknown-route' },
      }),
  )

  it('refuses what does not fit, and says where, before a handler sees it', async () => {
    const list = vi.fn(handlers['runs.list'])
    const route = createRouter({ ...handlers, 'runs.list': list })
    for (const input of [undefined, null, 'x', { archived: 'yes' }, { more: 1 }])
      expect(await route('runs.list', input)).toMatchObject({ ok: false, error: { code: 'host.input' } })
    expect(list).not.toHaveBeenCalled()
    expect(await route('runs.list', { archived: 'yes' })).toMatchObject({
      error: { message: expect.stringMatching(/^runs\.list: archived /) as string },
    })
  })

  it('gives a handler its input with the defaults', async () => {
    const list = vi.fn(handlers['runs.list'])
    expect(await createRouter({ ...handlers, 'runs.list': list })('runs.list', {})).toEqual({ ok: true, value: [] })
    expect(list).toHaveBeenCalledWith({ archived: false })
  })

  it('makes every error a value: with its code and facts, or as internal', async () => {
    const failing = (error: Error) =>
      createRouter({ ...handlers, 'runs.list': () => Promise.reject(error) })('runs.list', {})
    expect(await failing(new LabError('store.full', 'full', { path: '/x' }))).toEqual({
      ok: false,
      error: { code: 'store.full', message: 'full', data: { path: '/x' } },
    })
    expect(await failing(new TypeError('oops'))).toEqual({
      ok: false,
      error: { code: 'internal', message: 'oops', data: {} },
    })
    const throwing = createRouter({
      ...handlers,
      'runs.list': () => {
        throw new Error('at once')
      },
    })
    expect(await throwing('runs.list', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
  })
})

describe('the handlers', () => {
  it('are there for every route', () => expect(Object.keys(handlers).sort()).toEqual(Object.keys(routes).sort()))

  it('answer from the data folder, and ask the host what only it can do', async () => {
    const route = createRouter(handlers)
    expect(await route('host.pick', { kinds: 'folder', several: false })).toEqual({
      ok: true,
      value: ['/picked/folder'],
    })
    expect(await route('settings.set', { threads: 2 })).toMatchObject({ ok: true, value: { threads: 2 } })
    expect(await route('settings.set', { theme: 'dark', threads: undefined })).toMatchObject({
      value: { threads: 2, theme: 'dark' },
    })
    expect(await route('draft.set', { body: '{}', id: 'one', base: null })).toEqual({ ok: true, value: true })
    // made of another than the one that is kept
    expect(await route('draft.set', { body: '[]', id: 'two', base: null })).toEqual({ ok: true, value: false })
    expect(await route('draft.get', {})).toEqual({ ok: true, value: { body: '{}', id: 'one' } })
    expect(await route('runs.edit', { runs: ['nowhere'], name: 'x' })).toMatchObject({
      error: { code: 'store.unknown-run' },
    })
    expect(await route('host.info', {})).toMatchObject({ ok: true, value: { host: 'browser', home: lab.context.home } })
  })
})
