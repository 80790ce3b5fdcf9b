// In browsers: no compiler runs there.

function refuse(): never {
  throw new Error('A compiler is only on server: say so with onlyOn()')
}

export { refuse as run, refuse as runNative }
