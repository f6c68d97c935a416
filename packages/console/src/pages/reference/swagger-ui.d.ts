declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface Asked {
    headers: Record<string, string>;
  }
  interface Options {
    readonly url: string;
    readonly domNode: HTMLElement;
    readonly docExpansion: 'none';
    readonly filter: boolean;
    readonly tryItOutEnabled: boolean;
    readonly displayRequestDuration: boolean;
    readonly validatorUrl: null;
    readonly persistAuthorization: boolean;
    requestInterceptor(request: Asked): Promise<Asked>;
  }
  const swaggerUi: (options: Options) => unknown;
  // biome-ignore lint/style/noDefaultExport: as the package exports it
  export default swaggerUi;
}
