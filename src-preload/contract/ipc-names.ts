/** How Electron's IPC calls our one request and our one event; what they are about goes with them. */
export const REQUEST = 'atelier:request'
export const EVENT = 'atelier:event'
