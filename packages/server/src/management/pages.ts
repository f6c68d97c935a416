export { everyPage } from '../storage/every-page.ts';
