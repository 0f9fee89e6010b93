/** What the host tells in other words than the app, where a button does what a command line would: see locales/zh/told.ts for the codes. */
export const told = {
  device: {
    'no-provider': 'CPU: the CUDA provider is not installed.',
  },
  doctor: {
    'no-provider': 'not installed: the button below fetches it',
  },
} as const
