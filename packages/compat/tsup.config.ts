import { packageConfig } from '../../scripts/tsup.ts'

export default packageConfig(['src/index.ts', 'src/node.ts'])
