import { LabError } from '../../../../src-preload/contract/errors'
import type { Family } from '../family'

/** For families whose GGUF files are not read. */
export const noGguf = (name: string): Pick<Family, 'ggufArchitectures' | 'fromGguf' | 'ggufTensor'> => {
  const refuse = (where: string): never => {
    throw new LabError('model.unknown-family', `${where}: GGUF files of ${name} are not read; open its folder`, {
      family: name,
    })
  }
  return {
    ggufArchitectures: [],
    fromGguf: (_, __, where) => refuse(where),
    ggufTensor: (weight) => refuse(weight),
  }
}
