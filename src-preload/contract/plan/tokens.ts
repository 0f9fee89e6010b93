import type { LabErrorData } from '../errors'
import { planFault, type PlanFault } from './syntax'

/** A fault of the syntax, thrown inside the parser. */
export class Fault extends Error {
  readonly fault: PlanFault
  constructor(code: PlanFault['code'], sentence: string, column: number, data: LabErrorData = {}) {
    super(sentence)
    this.fault = planFault(code, sentence, column, data)
  }
}

export type TokenKind =
  'integer' | 'name' | '..' | '*' | '(' | ')' | '|' | ',' | '=' | '{' | '}' | '_' | 'space' | 'end'
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly column: number
}

const TOKEN = /(?<integer>-?\d+)|(?<name>[A-Za-z][A-Za-z-]*)|(?<dots>\.\.)|(?<punctuation>[*()|,={}_])|(?<space>\s+)/uy

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  const token = new RegExp(TOKEN)
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const match = token.exec(text)
    if (!match) {
      const found = String.fromCodePoint(text.codePointAt(at) ?? 0)
      throw new Fault('plan.character', `${JSON.stringify(found)} has no meaning in a plan`, at + 1, { found })
    }
    const g = match.groups ?? {}
    const kind: TokenKind = g.integer
      ? 'integer'
      : g.name
        ? 'name'
        : g.dots
          ? '..'
          : g.space
            ? 'space'
            : (match[0] as TokenKind)
    tokens.push({ kind, text: match[0], column: at + 1 })
  }
  tokens.push({ kind: 'end', text: '', column: text.length + 1 })
  return tokens
}

export const describe = (t: Token): string => (t.kind === 'end' ? 'the end of the plan' : JSON.stringify(t.text))

const END: Token = { kind: 'end', text: '', column: 1 }

/** Reads a plan's tokens one by one. */
export class TokenReader {
  private readonly tokens: readonly Token[]
  /** The place of the token that comes next; set back to read again. */
  protected next = 0

  constructor(text: string) {
    this.tokens = tokenize(text)
  }

  /** The kind of the token that was read last. */
  protected before(): TokenKind | null {
    return this.tokens[this.next - 1]?.kind ?? null
  }

  protected peek(): Token {
    return this.tokens[this.next] ?? END
  }

  protected take(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this.next++
    return token
  }

  protected takeIf(kind: TokenKind): boolean {
    if (this.peek().kind !== kind) return false
    this.next++
    return true
  }

  protected expect(kind: TokenKind, what = JSON.stringify(kind)): Token {
    const token = this.peek()
    if (token.kind !== kind) throw this.unexpected(token, what)
    this.next++
    return token
  }

  protected skipSpace(): void {
    while (this.peek().kind === 'space') this.next++
  }

  protected unexpected(token: Token, wanted: string): Fault {
    return new Fault('plan.syntax', `expected ${wanted}, found ${describe(token)}`, token.column)
  }
}
