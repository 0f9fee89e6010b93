import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Who may ask: requests under another Host name are refused (DNS rebinding); the token of the printed address is exchanged
 * once for a cookie.
 */
export class Session {
  private token: string | undefined = randomBytes(24).toString('base64url')

  /**
   * @param port where the server listens; it is part of the cookie's name, since cookies do not know ports
   * @param secret what the cookie holds
   */
  constructor(
    private readonly port: number,
    private readonly secret: string,
  ) {}

  /** The address to open: it works once. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/?token=${this.token ?? ''}`
  }

  isKnownHost({ headers }: IncomingMessage): boolean {
    return [`127.0.0.1:${this.port}`, `localhost:${this.port}`].includes(headers.host ?? '')
  }

  /** The cookie for whoever has the token; undefined where it is wrong or was used. */
  exchange(token: string): string | undefined {
    if (this.token === undefined || !sameText(token, this.token)) return undefined
    this.token = undefined
    return `${this.cookie}=${this.secret}; HttpOnly; SameSite=Strict; Path=/`
  }

  isHeldBy({ headers }: IncomingMessage): boolean {
    const name = `${this.cookie}=`
    return (headers.cookie ?? '')
      .split(/;\s*/)
      .some((pair) => pair.startsWith(name) && sameText(pair.slice(name.length), this.secret))
  }

  private get cookie(): string {
    return `atelier_${this.port}`
  }
}

/** In a time that does not tell how much of it was right. */
function sameText(a: string, b: string): boolean {
  const x = Buffer.from(a)
  const y = Buffer.from(b)
  return x.length === y.length && timingSafeEqual(x, y)
}
