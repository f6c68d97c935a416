/** The parties, as the timeline calls them. */
export const YOU = 'You';
export const APP = 'Papyrus';
export const ISSUER = 'Xenia';
export const API = 'Notes API';
