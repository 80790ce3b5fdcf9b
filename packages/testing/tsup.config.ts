import { packageConfig } from '../../scripts/tsup.ts'

export default packageConfig(['src/index.ts', 'src/network.ts', 'src/vitest.ts', 'src/node.ts'])
