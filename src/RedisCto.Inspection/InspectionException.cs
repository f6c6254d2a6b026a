namespace RedisCto.Inspection;

/// <summary>The instance could not be inspected. The message says what is wrong and what to do, and holds no secret.</summary>
public sealed class InspectionException : Exception
{
    public InspectionException()
    {
    }

    public InspectionException(string message)
        : base(message)
    {
    }

    public InspectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
