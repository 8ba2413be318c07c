export { applyScript, ciliumRepository } from './apply-script';
