import {
  MAX_NESTING,
  MAX_TEXT_LENGTH,
  type Branch,
  type ParamName,
  type ParamValue,
  type Plan,
  type PlanFault,
  type Step,
  type Unit,
  type VariantName,
} from './syntax'
import { nearest } from './nearest'
import { describe, Fault, TokenReader, type TokenKind } from './tokens'
import { VARIANTS, VARIANT_NAMES } from './variants'

export type Parsed = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly fault: PlanFault }

/**
 * Parses the plan notation of docs/plans.md, grids included. Pure; linear in the text. The first fault of the syntax is
 * returned; faults that depend on the model come from `resolve.ts`.
 */
export function parsePlan(text: string): Parsed {
  try {
    if (text.length > MAX_TEXT_LENGTH) {
      throw new Fault(
        'plan.too-long',
        `the plan has ${text.length} characters; at most ${MAX_TEXT_LENGTH} are read`,
        1,
        { n: text.length, most: MAX_TEXT_LENGTH },
      )
    }
    return { ok: true, plan: new Parser(text).plan() }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault }
    throw error
  }
}

class Parser extends TokenReader {
  plan(): Plan {
    this.skipSpace()
    if (this.peek().kind === 'end') throw new Fault('plan.empty', 'the plan is empty: write a variant or layers', 1)
    const plan: Plan = this.peek().kind === 'name' ? this.variant() : { kind: 'steps', steps: this.steps(0, ['end']) }
    this.skipSpace()
    const rest = this.peek()
    if (rest.kind !== 'end') throw this.unexpected(rest, 'the end of the plan')
    return plan
  }

  // --- variants -------------------------------------------------------------------------------------------------------

  private variant(): Plan {
    const nameToken = this.take()
    const name = nameToken.text as VariantName
    if (!VARIANT_NAMES.includes(name)) {
      const near = nearest(nameToken.text, VARIANT_NAMES)
      throw new Fault(
        'plan.unknown-variant',
        `there is no variant ${nameToken.text}${near ? ` (did you mean ${near}?)` : `; the variants are ${VARIANT_NAMES.join(', ')}`}`,
        nameToken.column,
        { found: nameToken.text, near: near ?? VARIANT_NAMES.join(', ') },
      )
    }
    const params: Partial<Record<ParamName, ParamValue>> = {}
    this.skipSpace()
    let end = this.peek()
    if (this.peek().kind === '(') {
      this.take()
      do {
        this.param(name, params)
        this.skipSpace()
      } while (this.takeIf(','))
      end = this.peek()
      this.expect(')')
    }
    const missing = VARIANTS[name].params.filter((p) => !(p in params))
    if (missing.length > 0) {
      throw new Fault(
        'plan.missing-parameter',
        `${name} needs ${missing.map((m) => `${m}=…`).join(' and ')}: every parameter is written out`,
        end.kind === ')' ? end.column : nameToken.column,
        { variant: name, params: missing.map((m) => `${m}=…`).join(', ') },
      )
    }
    return { kind: 'variant', name, params }
  }

  private param(variant: VariantName, params: Partial<Record<ParamName, ParamValue>>): void {
    this.skipSpace()
    const key = this.expect('name', 'a parameter')
    const allowed = VARIANTS[variant].params
    const name = allowed.find((p) => p === key.text)
    if (!name) {
      const takes = allowed.length === 0 ? 'none' : allowed.join(' and ')
      throw new Fault(
        'plan.unknown-parameter',
        `${variant} has no parameter ${key.text}; it takes ${takes}`,
        key.column,
        { variant, found: key.text, takes },
      )
    }
    if (name in params) throw new Fault('plan.parameter-twice', `${name} is given twice`, key.column, { param: name })
    this.skipSpace()
    this.expect('=')
    this.skipSpace()
    params[name] = this.value(name)
  }

  private value(name: ParamName): ParamValue {
    const first = this.peek()
    if (first.kind === '*') {
      this.take()
      if (name !== 's' && name !== 'layer') {
        throw new Fault(
          'plan.star',
          `* stands for every value of s or layer; give ${name} a number, range or set`,
          first.column,
          { param: name },
        )
      }
      return { kind: 'all', column: first.column }
    }
    if (first.kind === '{') {
      this.take()
      const values: number[] = []
      do {
        this.skipSpace()
        values.push(this.naturalNumber(name))
        this.skipSpace()
      } while (this.takeIf(','))
      this.expect('}')
      return { kind: 'set', values, column: first.column }
    }
    const value = this.naturalNumber(name)
    this.skipSpace()
    if (!this.takeIf('..')) return { kind: 'one', value, column: first.column }
    this.skipSpace()
    const last = this.naturalNumber(name)
    return { kind: 'range', first: value, last, column: first.column }
  }

  private naturalNumber(name: ParamName): number {
    const token = this.expect('integer', `a number for ${name}`)
    const value = Number(token.text)
    if (token.text.startsWith('-') && name === 'layer') return value
    if (value < 0) throw new Fault('plan.negative', `${name} cannot be negative`, token.column, { param: name })
    if (name === 'seed' && value > 2 ** 32 - 1) {
      throw new Fault('plan.seed', 'a seed is at most 4294967295 (2^32 - 1)', token.column)
    }
    if (name === 'n' && value === 0) throw new Fault('plan.zero', 'n must be at least 1', token.column, { param: 'n' })
    return value
  }

  // --- steps ----------------------------------------------------------------------------------------------------------

  private steps(depth: number, closers: readonly TokenKind[]): Step[] {
    const steps: Step[] = []
    for (;;) {
      this.skipSpace()
      if (closers.includes(this.peek().kind) && steps.length > 0) return steps
      if (steps.length > 0 && this.before() !== 'space') {
        throw new Fault('plan.space', 'a space is needed between two steps', this.peek().column)
      }
      steps.push(this.step(depth))
    }
  }

  private step(depth: number): Step {
    const unit = this.unit(depth)
    const mark = this.next
    this.skipSpace()
    if (!this.takeIf('*')) {
      this.next = mark
      return { unit, count: 1 }
    }
    this.skipSpace()
    const token = this.expect('integer', 'how many times')
    const count = Number(token.text)
    if (count < 1)
      throw new Fault('plan.zero', `*${token.text} is refused: a step runs at least once`, token.column, { param: '*' })
    return { unit, count }
  }

  private unit(depth: number): Unit {
    const token = this.take()
    if (token.kind === 'integer') {
      const layer = Number(token.text)
      const mark = this.next
      this.skipSpace()
      if (!this.takeIf('..')) {
        this.next = mark
        return { kind: 'layer', layer, column: token.column }
      }
      this.skipSpace()
      const last = this.expect('integer', 'the last layer of the range')
      return { kind: 'range', first: layer, last: Number(last.text), column: token.column, lastColumn: last.column }
    }
    if (token.kind === '(')
      return { kind: 'group', branches: this.branches(depth + 1, token.column), column: token.column }
    if (token.kind === 'name') {
      throw new Fault(
        'plan.variant-inside',
        `${token.text} cannot stand inside a plan of layers: a variant stands alone`,
        token.column,
        { found: token.text },
      )
    }
    if (token.kind === '_' || token.kind === '..') {
      throw new Fault(
        'plan.branch-only',
        `${describe(token)} is a branch: it stands alone between | inside a group`,
        token.column,
      )
    }
    throw this.unexpected(token, 'a layer, a range or a group')
  }

  private branches(depth: number, column: number): Branch[] {
    if (depth > MAX_NESTING) {
      throw new Fault('plan.nesting', `groups are nested more than ${MAX_NESTING} deep`, column, { most: MAX_NESTING })
    }
    const branches: Branch[] = []
    do {
      branches.push(this.branch(depth))
      this.skipSpace()
    } while (this.takeIf('|'))
    if (this.peek().kind === 'end') throw new Fault('plan.unclosed', 'this bracket is never closed: add )', column)
    this.expect(')')
    branches.forEach((branch, i) => {
      if (branch.kind === 'ellipsis' && !(isSingleLayer(branches[i - 1]) && isSingleLayer(branches[i + 1]))) {
        throw new Fault('plan.ellipsis', '.. needs a single layer on each side, as in (9|..|23)', branch.column)
      }
    })
    return branches
  }

  private branch(depth: number): Branch {
    this.skipSpace()
    const token = this.peek()
    if (token.kind === '..' || token.kind === '_') {
      this.take()
      const mark = this.next
      this.skipSpace()
      const after = this.peek()
      if (!['|', ')', 'end'].includes(after.kind)) throw this.unexpected(after, '| or )')
      this.next = mark
      return { kind: token.kind === '_' ? 'identity' : 'ellipsis', column: token.column }
    }
    if (token.kind === '|' || token.kind === ')') {
      throw new Fault('plan.empty-branch', 'this branch is empty: write layers, or _ for the identity', token.column)
    }
    return { kind: 'steps', steps: this.steps(depth, ['|', ')', 'end']), column: token.column }
  }
}

function isSingleLayer(branch: Branch | undefined): boolean {
  return (
    branch?.kind === 'steps' &&
    branch.steps.length === 1 &&
    branch.steps[0]?.count === 1 &&
    branch.steps[0].unit.kind === 'layer'
  )
}
