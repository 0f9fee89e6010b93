/** A value of an array that is known to be there: for loops over typed arrays, where a check a value would cost too much. */
export const valueAt = (values: ArrayLike<number>, index: number): number => values[index] as number
