import { LabError } from '../../../src-preload/contract/errors'
import { meanFeatures, pooledFeatures } from './features'
import { loglikelihood } from './loglikelihood'
import type { Readout } from './readout'
import { similarity } from './similarity'

/** Everything that can be read of a schedule. A new readout is one file and one entry here. */
const READOUTS: Readonly<Record<string, Readout>> = {
  loglikelihood,
  similarity,
  'features-mean': meanFeatures,
  'features-pooler': pooledFeatures,
}

/** @throws `engine.readout` for a name that is not known */
export function findReadout(name: string): Readout {
  const found = Object.hasOwn(READOUTS, name) ? READOUTS[name] : undefined
  if (found) return found
  throw new LabError('engine.readout', `there is no readout ${name}; Atelier has ${Object.keys(READOUTS).join(', ')}`, {
    readout: name,
  })
}
