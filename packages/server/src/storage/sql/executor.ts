import type { Statement } from './statement.ts';

type Awaitable<T> = T | Promise<T>;

/** Runs statements one after the other, in whatever transaction surrounds the operation. SQLite answers at once. */
export interface Executor {
  all<A extends object, R>(statement: Statement<A, R>, args: NoInfer<A>): Awaitable<R[]>;
  first<A extends object, R>(statement: Statement<A, R>, args: NoInfer<A>): Awaitable<R | undefined>;
  /** How many rows were inserted, updated or deleted. */
  run<A extends object, R>(statement: Statement<A, R>, args: NoInfer<A>): Awaitable<number>;
}

/** The method `M` of the port as an operation on an executor. Arguments and result are plain data: they cross threads. */
type Operation<M> = M extends (...args: infer A) => Promise<infer R> ? (tx: Executor, ...args: A) => Promise<R> : never;

/** The methods `K` of a store of the port. */
export type Operations<S, K extends keyof S> = { readonly [N in K]: Operation<S[N]> };
