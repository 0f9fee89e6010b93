/** For requests that are answered by being done. */
export const done = (_: void): null => null
