"""Pure rules of mail: reading bytes from strangers safely, addresses, automatic mail, bounces, retries. No Django."""
