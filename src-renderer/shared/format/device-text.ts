/** A device with its precision, as every screen and language writes it: `CPU · fp32`. */
export const deviceText = (device: string, precision: string): string => `${deviceName(device)} · ${precision}`

export const deviceName = (device: string): string => device.replace('cuda', 'CUDA').replace('cpu', 'CPU')
