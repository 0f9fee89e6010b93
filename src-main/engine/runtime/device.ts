/** Where a model runs. */
export type Device = { readonly kind: 'cpu' } | { readonly kind: 'cuda'; readonly index: number }

export const deviceName = (device: Device): string => (device.kind === 'cpu' ? 'cpu' : `cuda:${device.index}`)
