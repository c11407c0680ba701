/** Takes a value of a type: compiling the call is the test. */
export function accept<T>(_value: T): void {}
