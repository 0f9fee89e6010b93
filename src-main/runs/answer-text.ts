import type { Answer } from '../../src-preload/contract/answer'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'

/** A character of which not all bytes are there. */
const INCOMPLETE = '\ufffd'

/** An answer as it grows: its tokens become text, which ends before the first stop. */
export class AnswerText {
  private readonly ids: number[] = []
  private readonly ends: number[] = []
  private text = ''
  private end: 'end' | 'stop' | null = null

  /** @param tell gets the text so far; what could still become a stop is held back */
  constructor(
    private readonly tokenizer: Pick<ModelTokenizer, 'decode'>,
    private readonly endTokens: readonly number[],
    private readonly stops: readonly string[],
    private readonly tell: (text: string) => void,
  ) {}

  /** Whether it has come to its own end. */
  get isComplete(): boolean {
    return this.end !== null
  }

  /** All of it, once no token comes any more. */
  close(): Pick<Answer, 'text' | 'tokenIds' | 'ends'> & { readonly end: 'end' | 'stop' | null } {
    this.tell(this.text)
    const ends = this.ends.map((end) => Math.min(end, this.text.length))
    return { text: this.text, tokenIds: this.ids, ends, end: this.end }
  }

  /**
   * One token after the other.
   *
   * @param enough called where no further token is needed
   */
  async take(token: number, enough: () => void): Promise<void> {
    // some come late
    if (this.end !== null) return
    if (this.endTokens.includes(token)) {
      this.end = 'end'
      return
    }
    this.ids.push(token)
    const text = await this.tokenizer.decode(this.ids)
    this.ends.push(text.length)
    const stop = firstStop(text, this.stops)
    if (stop !== null) {
      this.end = 'stop'
      this.text = text.slice(0, stop)
      enough()
      return
    }
    this.text = text
    const held = Math.max(0, ...this.stops.map((s) => s.length - 1))
    if (!text.endsWith(INCOMPLETE)) this.tell(text.slice(0, text.length - held))
  }
}

/** Where the first of some texts begins; null where none is in it. */
function firstStop(text: string, stops: readonly string[]): number | null {
  const places = stops
    .filter((s) => s !== '')
    .map((s) => text.indexOf(s))
    .filter((at) => at >= 0)
  return places.length === 0 ? null : Math.min(...places)
}
