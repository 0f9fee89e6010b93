/** Keeps the end of what a process writes to its error output, to tell why it ended. */
export class LastWords {
  private text = ''

  add(text: string): void {
    this.text = (this.text + text).slice(-4000)
  }

  /** The line that names an error, else the last one, after `reason`. */
  explain(reason: string): string {
    const lines = this.text.trim().split('\n')
    const line = lines.find((l) => /error|abort|terminate|bad_alloc/i.test(l)) ?? lines.at(-1) ?? ''
    return line.trim() === '' ? reason : `${reason}; it wrote: ${line.trim().slice(0, 300)}`
  }
}
