const isLocal = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname)

/**
 * Makes this page known to a host that was started anew, by the address that it printed, or its token. A host that listens elsewhere
 * is gone to. Returns whether the host took it.
 */
export async function signIn(typed: string): Promise<boolean> {
  const address = URL.canParse(typed.trim()) ? new URL(typed.trim()) : null
  if (address && !isLocal(address)) return false
  if (address && address.host !== location.host) {
    location.assign(address)
    return true
  }
  const token = address ? address.searchParams.get('token') : typed.trim()
  if (!token) return false
  // the cookie is set by the answer; where it leads is where we are
  const { type } = await fetch(`/?token=${encodeURIComponent(token)}`, { redirect: 'manual', cache: 'no-store' })
  return type === 'opaqueredirect'
}
