"""What arrived: raw octets become one frozen `Message`, and everything later works on that value alone."""
