/**
 * What is tried first and chosen most (NIST SP 800-63B-4 §3.1.1.2 wants a block-list): those of at least eight
 * characters, as shorter ones are refused anyway. Lower case.
 */
export const commonPasswords: ReadonlySet<string> = new Set([
  ...['12345678', '123456789', '1234567890', '87654321', '987654321', '0123456789', '11111111', '00000000', '88888888'],
  ...['12341234', '11223344', '123123123', '1q2w3e4r', '1q2w3e4r5t', '1qaz2wsx', 'qwertyui', 'qwertyuiop', 'qwerty123'],
  ...['asdfghjk', 'asdfasdf', 'zxcvbnm1', 'abcd1234', 'abc12345', 'aaaaaaaa', 'password', 'password1', 'password12'],
  ...['password123', 'passw0rd', 'p@ssw0rd', 'p@ssword', 'iloveyou', 'iloveyou1', 'sunshine', 'princess', 'football'],
  ...['baseball', 'superman', 'michelle', 'jennifer', 'trustno1', 'starwars', 'computer', 'internet', 'whatever'],
  ...['letmein1', 'welcome1', 'admin123', 'changeme', 'changeit'],
]);
