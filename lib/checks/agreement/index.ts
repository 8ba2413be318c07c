export { agreement } from './agreement';
export { Declared } from './declared';
export { atOrigins, type Origins, originsOf } from './places';
