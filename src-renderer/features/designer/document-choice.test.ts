import { expect, it } from 'vitest'
import { chosenDocuments, documentChoice, documentChoices, type DocumentChoice } from './document-choice'

it.each<[DocumentChoice, number | null, { n: number; seed: number } | null]>([
  ['first 100', 100, null],
  ['sample 500', null, { n: 500, seed: 7 }],
  ['all', null, null],
])('a choice of documents is what it was: %s', (choice, limit, sample) => {
  expect(chosenDocuments(choice, 7)).toEqual({ limit, sample })
  expect(documentChoice({ limit, sample })).toBe(choice)
})

it('a number of documents that is not usual can be kept', () => {
  expect(documentChoices({ limit: 20, sample: null })).toContain('first 20')
  expect(documentChoices({ limit: 64, sample: null }).filter((c) => c === 'first 64')).toHaveLength(1)
})
