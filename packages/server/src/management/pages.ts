export { everyPage, wholeList } from '../storage/every-page.ts';
