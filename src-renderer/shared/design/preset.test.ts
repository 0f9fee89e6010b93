import { describe, expect, it } from 'vitest'
import { everyVariant } from '@contract/plan/figure-plans'
import { emptyDraft, type Draft } from './draft'
import { addPlan, removePlan, type DraftChange } from './draft-changes'
import { forModel, nameOf, remadePlans, tagsOf, takePreset, type Preset } from './preset'

const after = (draft: Draft, change: DraftChange | null): Draft => ({ ...draft, ...change?.patch })
const plansOf = (preset: Preset, nLayers: number): readonly string[] => everyVariant(nLayers, preset.quick)
const preset: Preset = {
  figure: '11',
  quick: true,
  nLayers: 30,
  plans: everyVariant(30, true),
  limit: 32,
  quickName: 'Figure 11, quick look',
  name: 'Figure 11',
  tag: 'figure 11',
}
const taken = after(emptyDraft(), takePreset(emptyDraft(), preset, [{ task: 'sense' }], '11'))

describe('a preset', () => {
  it('fills the experiment and shows its first variant', () => {
    expect(taken.plans).toEqual(everyVariant(30, true))
    expect([taken.variant, taken.variants.skip, taken.limit]).toEqual(['skip', everyVariant(30, true)[1], 32])
  })
  it('is made anew for another model, wherever its plans stand; what a person did stays', () => {
    const [, skip, , , random] = everyVariant(30, true)
    const edited = after(after(taken, addPlan(taken, '0 1')), null)
    const without = after(edited, removePlan(edited, random!))
    const small = after(without, forModel(without, 16, 30, plansOf))
    const expected = everyVariant(16, true)
    expect(small.plans).toEqual([...expected.filter((_, i) => i !== 4), '0 1'])
    expect(small.variants.skip).toBe(expected[1])
    expect(small.preset).toMatchObject({ nLayers: 16, plans: expected })
    expect(after(small, forModel(small, 30, 16, plansOf)).plans).toContain(skip)
    expect(forModel(small, 16, 16, plansOf)).toBeNull()
  })
  it('whose lists do not correspond is taken whole, as long as some of it is there', () => {
    expect(remadePlans(['full', 'own', 'a'], ['full', 'a', 'b'], ['full', 'c'])).toEqual(['full', 'c', 'own'])
    expect(remadePlans(['own'], ['full', 'a', 'b'], ['full', 'c'])).toEqual(['own'])
  })
  it('names and tags a run as long as all of it is there, by what is run of it', () => {
    expect([nameOf(taken), tagsOf(taken)]).toEqual(['Figure 11, quick look', ['figure 11']])
    expect(nameOf({ ...taken, limit: 100 })).toBe('Figure 11')
    const replaced: Draft = { ...taken, plans: ['skip(s=*)'], tags: ['mine'] }
    expect([nameOf(replaced), tagsOf(replaced)]).toEqual(['', ['mine']])
    expect(nameOf({ ...taken, name: 'My own' })).toBe('My own')
  })
})

describe('a free schedule', () => {
  it('that was all of the model is all of the next one; any other stays', () => {
    expect(forModel({ ...emptyDraft(), editor: '0..29' }, 16, 30, plansOf)?.patch).toEqual({ editor: '0..15' })
    expect(forModel({ ...emptyDraft(), editor: '0..14' }, 16, 30, plansOf)).toBeNull()
    expect(forModel({ ...emptyDraft(), editor: '0..29' }, 16, null, plansOf)).toBeNull()
  })
})
