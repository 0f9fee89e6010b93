import type { DeviceProfile } from '../device-profile'

/** The processor: grouped attention is its fastest, but for its flash path, which is 5 to 25 % slower on short rows. */
export const cpuProfile: DeviceProfile = {
  attention: 'group-query',
  providers: ['cpu'],
  session: {},
  environment: () => ({ ORT_GQA_DISABLE_FLASH_ATTENTION: '1' }),
  nEngines: null,
  batchTokens: null,
}
