/** Which object is the face of which. */

interface FaceClass {
  readonly prototype: object
}

const reals = new WeakMap<object, object>()
const faces = new WeakMap<object, object>()
/** The faces of classes, by the prototypes of the classes. */
const classes = new Map<object, FaceClass>()

export function register(real: FaceClass, face: FaceClass): void {
  classes.set(real.prototype, face)
}

export function link(face: object, real: object): void {
  reals.set(face, real)
  faces.set(real, face)
  for (const key of Object.keys(real)) {
    if (!key.startsWith('_'))
      Object.defineProperty(face, key, { enumerable: true, get: () => outwardOf(Reflect.get(real, key)) })
  }
}

function outwardOf(value: unknown): unknown {
  return facedAs(value) ?? value
}

/** The object behind a face; any other value as it is. */
export function realOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (reals.get(value) ?? value) : value
}

/** The face of an object, which is made at the first time. undefined if its class has none. */
export function facedAs(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const known = faces.get(value)
  if (known !== undefined) return known
  const face = classes.get(Object.getPrototypeOf(value) as object)
  if (face === undefined) return undefined
  const made = Object.create(face.prototype) as object
  link(made, value)
  return made
}
