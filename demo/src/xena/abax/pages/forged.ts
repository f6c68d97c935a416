/** A link with an answer that nobody here asked for. */
export const FORGED =
  '#id_token=somebody-elses-id-token&access_token=somebody-elses-access-token&state=somebody-elses-state';
